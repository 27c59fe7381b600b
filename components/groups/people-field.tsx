'use client';

import { BadgeCheck, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Avatar } from '@/components/ui/avatar';
import { cn } from '@/components/ui/class-names';
import { inputStyle } from '@/components/ui/input-style';
import type { FoundPerson } from '@/lib/groups/group';
import { groupsApi } from './groups-api';

/** Somebody who was chosen. */
export type Chosen = Pick<FoundPerson, 'id' | 'name' | 'avatarUrl'>;

interface Props {
  chosen: readonly Chosen[];
  onChange: (chosen: readonly Chosen[]) => void;
  /** They are in it already. */
  excludedIds: readonly string[];
}

/** Chooses people: a combobox that searches while one writes, and those who are chosen as chips before it. */
export function PeopleField({ chosen, onChange, excludedIds }: Props) {
  const t = useTranslations('Groups');
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const found = useFoundPeople(query)?.filter(
    (person) => !excludedIds.includes(person.id) && !chosen.some((one) => one.id === person.id),
  );
  const isOpen = found !== undefined;
  const activePerson = found?.[active];

  function choose(person: FoundPerson) {
    onChange([...chosen, person]);
    setQuery('');
    setActive(0);
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    const count = found?.length ?? 0;
    if (event.nativeEvent.isComposing) {
      return;
    }
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0) {
      event.preventDefault();
      setActive((active + (event.key === 'ArrowDown' ? 1 : count - 1)) % count);
    } else if (event.key === 'Enter') {
      // Choosing is not yet sending the form.
      event.preventDefault();
      if (activePerson) {
        choose(activePerson);
      }
    } else if (event.key === 'Escape' && query !== '') {
      event.preventDefault();
      event.stopPropagation();
      setQuery('');
    } else if (event.key === 'Backspace' && query === '') {
      onChange(chosen.slice(0, -1));
    }
  }

  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {t('searchPeople')}
      </label>
      {chosen.length > 0 && (
        <ul aria-label={t('chosen')} className="flex flex-wrap gap-1.5">
          {chosen.map((person) => (
            <li key={person.id} className="flex max-w-full items-center gap-2 rounded-full bg-sunken ps-1.5">
              <Avatar id={person.id} name={person.name} imageUrl={person.avatarUrl} size="small" />
              <span dir="auto" className="truncate text-sm font-medium">
                {person.name}
              </span>
              <button
                type="button"
                aria-label={t('unchoose', { name: person.name })}
                onClick={() => {
                  onChange(chosen.filter((one) => one.id !== person.id));
                  field.current?.focus();
                }}
                className="grid size-11 place-items-center rounded-full hover:bg-sunken-hover"
              >
                <X aria-hidden className="size-4" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        ref={field}
        id={id}
        role="combobox"
        type="text"
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={80}
        aria-expanded={isOpen}
        aria-controls={`${id}-found`}
        aria-autocomplete="list"
        aria-activedescendant={activePerson ? `${id}-${activePerson.id}` : undefined}
        aria-describedby={`${id}-hint`}
        dir="auto"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className={cn(inputStyle, 'rounded-xl px-3.5')}
      />
      <p id={`${id}-hint`} className="text-sm text-pretty text-muted">
        {t('searchHint')}
      </p>
      <p role="status" className="sr-only">
        {found && t('found', { count: found.length })}
      </p>
      <div
        id={`${id}-found`}
        role="listbox"
        aria-label={t('people')}
        className={cn('max-h-56 overflow-y-auto rounded-xl border p-1', !isOpen && 'hidden')}
      >
        {found?.map((person, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's.
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox.
          <div
            key={person.id}
            id={`${id}-${person.id}`}
            role="option"
            aria-selected={index === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(person)}
            className="flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5 hover:bg-sunken aria-selected:bg-sunken"
          >
            <Avatar id={person.id} name={person.name} imageUrl={person.avatarUrl} size="small" />
            <span dir="auto" className="truncate text-sm font-medium">
              {person.name}
            </span>
            {person.verifiedAt !== null && (
              <BadgeCheck aria-hidden className="size-4 shrink-0 text-brand-text" />
            )}
          </div>
        ))}
      </div>
      {found?.length === 0 && <p className="text-sm text-pretty text-muted">{t('nobody')}</p>}
    </div>
  );
}

const pauseMs = 250;

/** Undefined while nobody is searched for, or before there is an answer. */
function useFoundPeople(query: string): FoundPerson[] | undefined {
  const [found, setFound] = useState<FoundPerson[]>();
  const words = query.trim();

  useEffect(() => {
    if ([...words].length < 2) {
      setFound(undefined);
      return;
    }
    let isOver = false;
    const timer = setTimeout(async () => {
      const page = await groupsApi.findPeople(words).catch(() => null);
      if (!isOver && page) {
        setFound(page.data);
      }
    }, pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [words]);

  return found;
}

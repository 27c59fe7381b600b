'use client';

import { CloudOff } from 'lucide-react';
import { useTransition } from 'react';
import { Button } from './button';
import { EmptyState } from './empty-state';

interface Props {
  title: string;
  text: string;
  action: string;
  retry: () => void;
}

export function PageError({ title, text, action, retry }: Props) {
  const [isPending, startTransition] = useTransition();
  return (
    <EmptyState
      level="h1"
      picture={<CloudOff aria-hidden className="size-12 text-muted" strokeWidth={1.5} />}
      title={title}
      action={
        <Button busy={isPending} onClick={() => startTransition(() => retry())}>
          {action}
        </Button>
      }
    >
      <p role="alert">{text}</p>
    </EmptyState>
  );
}

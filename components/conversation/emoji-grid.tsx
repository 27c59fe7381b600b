'use client';

import { useTranslations } from 'next-intl';
import { EmojiButton } from './emoji-button';

const categories = {
  people:
    '😀 😄 😅 🤣 🙂 😉 😊 😍 🥰 😘 😎 🤩 🤔 🤨 😐 🙄 😏 😴 😌 😋 😜 🤗 🤭 🤫 😬 😕 😟 😳 🥺 😭 😤 😠 🤯 😱 🥶 🤒 🥳 😇 🤝 👏 🙌 👌 ✌️ 🤞 🤙 👎 💪 👀',
  nature: '☀️ 🌤️ 🌧️ ⛈️ ❄️ 🌈 🌊 ⛰️ 🏔️ 🌲 🌸 🍀 🐶 🐱 🦊 🐻',
  food: '☕ 🍵 🍺 🍷 🍕 🍔 🥗 🍜 🍎 🍓 🎂 🍪',
  gear: '🚲 🛴 🏍️ 🚗 🚐 🛶 ⛵ 🏄 🏂 ⛷️ 🧗 ⛺ 🎒 🔦 📷 🎥 🎸 🎤 🔨 🔧 🔑 📦 🧰 🪜',
  symbols: '🧡 💛 💚 💙 💜 🖤 🤍 💔 💯 🔥 ✨ ⭐ 🎉 ✅ ❌ ❗ ❓ ⏰ 📍 💶 🆗 🔜 ➕ ♻️',
} as const;

const names = Object.keys(categories) as (keyof typeof categories)[];

interface Props {
  mine: ReadonlySet<string>;
  onChoose: (emoji: string) => void;
}

/** Emoji that people answer with. Loaded when somebody asks for more. */
export function EmojiGrid({ mine, onChoose }: Props) {
  const t = useTranslations('MessageActions');
  return (
    <div className="mt-1 max-h-72 overflow-y-auto overscroll-contain border-t max-sm:max-h-[50dvh]">
      {names.map((name) => (
        <fieldset key={name} className="min-w-0">
          <legend className="px-2 pt-3 pb-1 text-xs font-semibold text-muted">
            {t(`categories.${name}`)}
          </legend>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(2.75rem,1fr))] justify-items-center">
            {categories[name].split(' ').map((emoji) => (
              <EmojiButton key={emoji} emoji={emoji} isMine={mine.has(emoji)} onChoose={onChoose} />
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}

'use client';

import { useEffect, useState } from 'react';

/** A text that waits in this tab until it is sent. */
export function useDraft(key: string, written: () => string | undefined) {
  const [text, setText] = useState('');

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each conversation, whatever was typed meanwhile wins.
  useEffect(() => setText(written() || read(key)), [key]);

  return {
    text,
    setText: (next: string) => {
      setText(next);
      write(key, next);
    },
  };
}

// Browsers may refuse storage altogether; a draft is then kept as long as its page is.
function read(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function write(key: string, text: string) {
  try {
    if (text === '') {
      sessionStorage.removeItem(key);
    } else {
      sessionStorage.setItem(key, text);
    }
  } catch {}
}

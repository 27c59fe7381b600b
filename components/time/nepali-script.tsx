import { speakNepali } from './speak-nepali';

/** Before anything else in a Nepali page runs, its `Intl` knows the language. */
export function NepaliScript({ nonce }: { nonce: string | undefined }) {
  return (
    <script
      nonce={nonce}
      // The browser hides a nonce from whoever asks for it afterwards.
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: this is code of ours, and nobody's words.
      dangerouslySetInnerHTML={{ __html: `(${speakNepali})()` }}
    />
  );
}

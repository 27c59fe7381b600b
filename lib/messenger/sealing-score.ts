import type { score } from '../fraud/score.ts';
import type { Message, VisibleVerdict } from '../messages/message.ts';

/**
 * Scores on this device what no server can read, with the same scorer, which is loaded with the first text: writers and
 * readers see the safety note that a text in the clear would have.
 */
export function createScoring(onScored: () => void) {
  let scorer: typeof score | null = null;
  let isLoading = false;
  const verdicts = new Map<string, VisibleVerdict>();

  function load(): void {
    if (isLoading) {
      return;
    }
    isLoading = true;
    import('../fraud/score.ts')
      .then((loaded) => {
        scorer = loaded.score;
        onScored();
      })
      .catch(() => {
        // Without the network it is loaded with the next text.
        isLoading = false;
      });
  }

  return {
    /** The server's, or a sterner one; the server's alone until the scorer is there. */
    verdictOn({ verdict }: Message, text: string): VisibleVerdict {
      if (verdict !== 'allow') {
        return verdict;
      }
      if (!scorer) {
        load();
        return verdict;
      }
      const known = verdicts.get(text) ?? (scorer({ text }, { rentalStatus: null }).action as VisibleVerdict);
      verdicts.set(text, known);
      return known;
    },
  };
}

import type { score } from '../fraud/score.ts';
import type { ScoreContext } from '../fraud/verdict.ts';
import type { Message, VisibleVerdict } from '../messages/message.ts';

/**
 * Scores on this device what no server can read, with the same scorer, which is loaded with the first text: writers and
 * readers see the safety note that a text in the clear would have.
 */
export function createScoring(onScored: () => void, contextOf: (conversationId: string) => ScoreContext) {
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
    /** What readers would be warned of, for whoever writes it. */
    async verdictOf(conversationId: string, text: string): Promise<VisibleVerdict> {
      const loaded = scorer ?? (await import('../fraud/score.ts')).score;
      return loaded({ text }, contextOf(conversationId)).action as VisibleVerdict;
    },

    /** The server's, or a sterner one; the server's alone until the scorer is there. */
    verdictOn({ conversationId, verdict }: Message, text: string): VisibleVerdict {
      if (verdict !== 'allow') {
        return verdict;
      }
      if (!scorer) {
        load();
        return verdict;
      }
      const context = contextOf(conversationId);
      const name = `${context.rentalStatus} ${text}`;
      const known = verdicts.get(name) ?? (scorer({ text }, context).action as VisibleVerdict);
      verdicts.set(name, known);
      return known;
    },
  };
}

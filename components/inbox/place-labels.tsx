'use client';

import type { Conversation } from '@/lib/conversations/conversation';
import { useInboxControls } from './inbox-controls';
import { LabelChip } from './label-chip';

/** The labels that somebody has put on a conversation. */
export function PlaceLabels({ conversation }: { conversation: Conversation }) {
  const labels = (useInboxControls()?.labels ?? []).filter((label) => conversation.labels.includes(label.id));
  return (
    labels.length > 0 && (
      <span className="mt-0.5 flex flex-wrap gap-1">
        {labels.map((label) => (
          <LabelChip key={label.id} label={label} />
        ))}
      </span>
    )
  );
}

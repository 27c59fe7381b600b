'use client';

import dynamic from 'next/dynamic';

// Without something to show meanwhile there is no boundary, and the whole conversation would hide while it loads.

/** Not needed to show an inbox: loaded with the first message that needs it, or when it is asked for. */
export const MessageSafety = dynamic(() => import('./message-safety').then((part) => part.MessageSafety), {
  loading: () => null,
});
export const RefusedChoice = dynamic(() => import('./refused-choice').then((part) => part.RefusedChoice), {
  loading: () => null,
});
export const PersonMenu = dynamic(() => import('./person-menu').then((part) => part.PersonMenu), {
  loading: () => null,
});
export const ReportForm = dynamic(() => import('./report-form').then((part) => part.ReportForm), {
  loading: () => null,
});
export const WithheldNote = dynamic(() => import('./withheld-note').then((part) => part.WithheldNote), {
  loading: () => null,
});
export const ClosedNote = dynamic(() => import('./closed-note').then((part) => part.ClosedNote), {
  loading: () => null,
});

'use client';

import dynamic from 'next/dynamic';

/** Not needed to show an inbox: loaded with the first message that needs it, or when it is asked for. */
export const MessageSafety = dynamic(() => import('./message-safety').then((part) => part.MessageSafety));
export const RefusedChoice = dynamic(() => import('./refused-choice').then((part) => part.RefusedChoice));
export const PersonMenu = dynamic(() => import('./person-menu').then((part) => part.PersonMenu));
export const ReportForm = dynamic(() => import('./report-form').then((part) => part.ReportForm));
export const ClosedNote = dynamic(() => import('./closed-note').then((part) => part.ClosedNote));

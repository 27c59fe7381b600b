import { type AnnounceDeps, announce } from './announce.ts';
import { channelsPublisher } from './channels.ts';
import { rememberPublished } from './published.ts';

/** Announcing through Channels. */
export const announceDeps: AnnounceDeps = {
  announce: (...announcements) => announce(channelsPublisher(), ...announcements),
  rememberPublished,
};

export const themeCookie = 'theme';

/** The class of <html>: a chosen theme, or nothing, which follows the system. */
export function themeClass(cookie: string | undefined): string {
  return cookie === 'light' || cookie === 'dark' ? cookie : '';
}

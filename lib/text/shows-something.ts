/** Whether a text has anything but spaces and characters that show nothing. */
export function showsSomething(text: string): boolean {
  return /[^\s\p{Default_Ignorable_Code_Point}]/u.test(text);
}

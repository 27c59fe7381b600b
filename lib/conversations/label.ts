/** What a person sorts their conversations with. Theirs alone to see. */
export interface Label {
  id: string;
  name: string;
  /** Which of the eight hues of the design it is shown in. */
  hue: number;
  createdAt: string;
}

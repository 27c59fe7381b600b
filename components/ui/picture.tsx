import type { ComponentProps } from 'react';

interface Props extends Omit<ComponentProps<'img'>, 'alt'> {
  /** Both are needed, so that its place is kept while it loads. */
  width: number;
  height: number;
}

/** A decorative picture, served as it is: drawings, and photos that were resized when they were uploaded. */
export function Picture(props: Props) {
  // biome-ignore lint/performance/noImgElement: there is nothing left for next/image to optimise.
  return <img alt="" decoding="async" {...props} />;
}

'use client';

import { encode } from 'uqr';

/** Dark on light whatever the page looks like: cameras expect it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      className="size-40 rounded-lg bg-[white]"
    >
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

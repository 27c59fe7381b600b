/** The drawing is that of `app/icon.svg`. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2.5 text-lg font-bold tracking-tight">
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-8 shrink-0">
        <rect width="32" height="32" rx="8" fill="#0f766e" />
        <g fill="none" strokeWidth="2.8" strokeLinejoin="round">
          <rect x="10.5" y="5.5" width="16" height="12" rx="6" stroke="#5eead4" />
          <path d="M7 15.5A6 6 0 0 1 11.5 12H15.5" stroke="#0f766e" strokeWidth="5" />
          <path d="M11.5 12H15.5A6 6 0 0 1 15.5 24H12.7L8.2 27.4V23A6 6 0 0 1 11.5 12z" stroke="#fff" />
          <path d="M18.6 17.5H20.5A6 6 0 0 0 23.6 16.6" stroke="#0f766e" strokeWidth="5" />
          <path d="M16 17.5H20.5A6 6 0 0 0 24.5 16" stroke="#5eead4" />
        </g>
      </svg>
      <span className="max-xs:sr-only">Lendline</span>
    </span>
  );
}

/** Whether somebody can be looking: not in another tab, and not behind another window. */
export function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

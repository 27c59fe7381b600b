const name = 'lendline-inbox-keys';

/** Whether single keys do something in the inbox, on this device. */
export function areKeysOn(): boolean {
  try {
    return localStorage.getItem(name) !== 'off';
  } catch {
    return true;
  }
}

export function setKeysOn(isOn: boolean): void {
  try {
    localStorage.setItem(name, isOn ? 'on' : 'off');
  } catch {
    // Then it is on again with the next page.
  }
}

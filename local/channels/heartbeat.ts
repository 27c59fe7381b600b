export interface Heartbeat {
  /** Something was heard from the other side. */
  beat(): void;
  stop(): void;
}

/** Pings after `activityTimeoutMs` of silence, and gives up when `pongTimeoutMs` more bring nothing. */
export function startHeartbeat(options: {
  activityTimeoutMs: number;
  pongTimeoutMs: number;
  ping(): void;
  giveUp(): void;
}): Heartbeat {
  let timer = waitForSilence();

  function waitForSilence(): NodeJS.Timeout {
    return setTimeout(() => {
      options.ping();
      timer = setTimeout(options.giveUp, options.pongTimeoutMs);
    }, options.activityTimeoutMs);
  }

  return {
    beat() {
      clearTimeout(timer);
      timer = waitForSilence();
    },
    stop() {
      clearTimeout(timer);
    },
  };
}

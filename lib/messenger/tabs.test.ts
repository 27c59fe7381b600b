import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBrowserTabs, type TabMessage, type Tabs } from './tabs.ts';

const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) {
    stop();
  }
  vi.unstubAllGlobals();
});

const never = new AbortController().signal;

function openTab(userId = 'ana') {
  const tabs = createBrowserTabs(userId);
  const waiting: ((message: TabMessage) => void)[] = [];
  const heard: TabMessage[] = [];
  stops.push(
    tabs.listen((message) => {
      heard.push(message);
      waiting.shift()?.(message);
    }),
  );
  return { tabs, heard, next: () => new Promise<TabMessage>((resolve) => waiting.push(resolve)) };
}

/** A turn that lasts until the function given is called. */
function holdTurn(tabs: Tabs) {
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const turn = tabs.takeTurn(async () => {
    begun.resolve();
    await end.promise;
  }, never);
  return { begun: begun.promise, end: end.resolve, turn };
}

const draft: TabMessage = { kind: 'draft', key: 'c', text: 'hello' };

describe('the tabs of a browser', () => {
  it('hear each other, and not themselves, nor those of other people', async () => {
    const [one, two, stranger] = [openTab(), openTab(), openTab('ben')];
    const heard = two.next();
    one.tabs.tell(draft);
    expect(await heard).toEqual(draft);
    const back = one.next();
    two.tabs.tell({ kind: 'forgotten' });
    expect(await back).toEqual({ kind: 'forgotten' });
    expect(one.heard).toHaveLength(1);
    expect(stranger.heard).toEqual([]);
  });

  it('take turns', async () => {
    const [one, two] = [openTab(), openTab()];
    const first = holdTurn(one.tabs);
    await first.begun;
    const second = vi.fn(async () => undefined);
    const secondTurn = two.tabs.takeTurn(second, never);
    expect(second).not.toHaveBeenCalled();
    first.end();
    await Promise.all([first.turn, secondTurn]);
    expect(second).toHaveBeenCalledOnce();
  });

  it('that are closed while they wait for their turn don’t take it', async () => {
    const [one, two] = [openTab(), openTab()];
    const first = holdTurn(one.tabs);
    await first.begun;
    const closing = new AbortController();
    const second = vi.fn(async () => undefined);
    const secondTurn = two.tabs.takeTurn(second, closing.signal);
    closing.abort();
    await secondTurn;
    first.end();
    await first.turn;
    expect(second).not.toHaveBeenCalled();
  });

  it('all send where there are no locks, or where they may not be used', async () => {
    const { tabs } = openTab();
    const run = vi.fn(async () => undefined);
    vi.stubGlobal('navigator', {});
    await tabs.takeTurn(run, never);
    vi.stubGlobal('navigator', {
      locks: { request: () => Promise.reject(new DOMException('', 'SecurityError')) },
    });
    await tabs.takeTurn(run, never);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('are on their own where they can’t talk to each other', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const { tabs, heard } = openTab();
    tabs.tell(draft);
    expect(heard).toEqual([]);
  });
});

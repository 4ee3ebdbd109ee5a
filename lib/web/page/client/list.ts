// The filter of the list without asking the server again, where all rows are in the page. The server filters the same
// way (job-filter.ts), so that the address can be kept, sent to others and loaded without any script.

const table = document.querySelector<HTMLTableElement>('#jobs[data-whole]');
const form = document.querySelector<HTMLFormElement>('search form');
const links = [...document.querySelectorAll<HTMLAnchorElement>('.states a')];
const found = document.querySelector<HTMLElement>('#shown');
const nothing = document.querySelector<HTMLElement>('#nothing');
if (table && form && found && nothing) filterAtOnce(table, form, found, nothing);

/** A page that is open, or opened again, after a while is reloaded. */
const OLD_MS = 5 * 60_000;
document.addEventListener('visibilitychange', reloadWhenOld);
/** On a wall screen it is always visible; in the middle of typing it waits. */
setInterval(reloadWhenOld, OLD_MS / 5);

function reloadWhenOld(): void {
  const isTyping = document.activeElement?.matches('input, select') ?? false;
  if (document.visibilityState === 'visible' && performance.now() > OLD_MS && !isTyping) location.reload();
}

interface Row {
  readonly element: HTMLTableRowElement;
  readonly state: string;
  readonly group: string;
  readonly owner: string;
  readonly text: string;
}

function filterAtOnce(table: HTMLTableElement, form: HTMLFormElement, found: HTMLElement, nothing: HTMLElement): void {
  document.documentElement.classList.add('scripted');
  let rows: readonly Row[] | null = null;
  let state = links.find((link) => link.hasAttribute('aria-current'))?.dataset.state ?? '';
  const value = (name: string): string => String(new FormData(form).get(name) ?? '').trim();

  const apply = (): void => {
    rows ??= [...table.tBodies].flatMap((body) => [...body.rows]).map(readRow);
    const [group, owner, text] = [value('group'), value('owner'), value('q').toLowerCase()];
    let count = 0;
    for (const row of rows) {
      const isShown =
        (state === '' || state === row.state) &&
        (group === '' || group === row.group) &&
        (owner === '' || owner === row.owner) &&
        row.text.includes(text);
      row.element.hidden = !isShown;
      if (isShown) count += 1;
    }
    found.textContent = count.toLocaleString('en');
    nothing.hidden = count > 0;
    history.replaceState(null, '', address(state));
    for (const link of links) {
      link.toggleAttribute('aria-current', false);
      if ((link.dataset.state ?? '') === state) link.setAttribute('aria-current', 'true');
      link.href = address(link.dataset.state ?? '');
    }
  };

  const address = (chosen: string): string => {
    const query = new URLSearchParams();
    if (chosen !== '') query.set('state', chosen);
    for (const name of ['group', 'owner', 'q']) if (value(name) !== '') query.set(name, value(name));
    return query.size === 0 ? '/' : `/?${query}`;
  };

  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    apply();
  });
  for (const link of links) {
    link.addEventListener('click', (event) => {
      // A click that opens another tab is left to the browser.
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      state = link.dataset.state ?? '';
      apply();
    });
  }
}

function readRow(element: HTMLTableRowElement): Row {
  const { state = '', group = '', owner = '', id = '' } = element.dataset;
  const name = element.querySelector('a')?.textContent ?? '';
  return { element, state, group, owner, text: `${name} ${id}`.toLowerCase() };
}

import { type Html, html } from "./html.ts";
import type { Phrase } from "./phrase.ts";

/** A phrase with its data as code. */
export function phraseHtml(phrase: Phrase): Html {
  return html`${phrase.map((part) => {
    if (typeof part === "string") return html`${part}`;
    return "data" in part ? html`<code>${part.data}</code>` : html`<strong>${part.strong}</strong>`;
  })}`;
}

export interface Table {
  /** What a screen reader calls it. */
  readonly name: string;
  readonly head: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Phrase[])[];
  /** How many rows there are beyond these. None unless said. */
  readonly beyond?: number;
}

/** A table in a frame that scrolls by itself where the page is too narrow, also by keyboard. */
export function tableHtml({ name, head, rows, beyond = 0 }: Table): Html {
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0"><table>
<thead><tr>${head.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead>
<tbody>
${rows.map(row)}</tbody>
</table></div>
${beyond > 0 ? html`<p class="hint">And ${beyond} more; <code>npx zonekeep plan --json</code> has them all.</p>` : undefined}`;
}

function row([first = [], ...rest]: readonly Phrase[]): Html {
  return html`<tr><th scope="row">${phraseHtml(first)}</th>${rest.map((cell) => html`<td>${phraseHtml(cell)}</td>`)}</tr>
`;
}

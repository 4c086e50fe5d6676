/** The page around its sections: head, policy of content, contents, skip link. */

import { createHash } from "node:crypto";
import { type Html, html, trusted } from "./html.js";
import type { Section } from "./section.js";
import { STYLE } from "./style.js";

/**
 * A whole HTML page. Its policy of content allows this one style sheet and nothing else: no script, no image,
 * no request, not even a style of an element, should text ever get past the escaping.
 */
export function frame(options: {
  /** What kind of page it is, e.g. `Corpus audit`. */
  readonly kind: string;
  readonly title: string;
  readonly subtitle: string;
  readonly footer: string;
  readonly sections: readonly Section[];
}): string {
  const { kind, title, subtitle, footer, sections } = options;
  const hash = createHash("sha256").update(STYLE).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${kind}: ${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip the contents</a>
<header>
<p class="kicker">${kind}</p>
<h1><bdi>${title}</bdi></h1>
<p class="subtitle">${subtitle}</p>
</header>
<nav aria-label="Contents"><ol>
${sections.map(
  ({ id, title }) => html`<li><a href="#${id}">${title}</a></li>
`,
)}</ol></nav>
<main id="main" tabindex="-1">
${sections.map(wrap)}</main>
<footer><p>${footer}</p></footer>
</body>
</html>
`.markup;
}

function wrap({ id, title, body }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${title}</h2>
${body}
</section>
`;
}

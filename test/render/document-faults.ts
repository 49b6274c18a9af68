// What two outside judges find wrong with a whole HTML document: html-validate with all it recommends (but for boxes to tick), and axe. Short lines; none
// is none.
import axe from 'axe-core';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { JSDOM } from 'jsdom';

const validator = new HtmlValidate(
  new StaticConfigLoader({
    extends: ['html-validate:recommended'],
    // Boxes to be ticked share a name as radio buttons do (HTML, "Constructing the entry list").
    rules: {
      'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }],
    },
  }),
);

export async function htmlFaults(html: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) => messages.map((each) => `${each.ruleId} ${each.message}`));
}

export async function accessFaults(html: string): Promise<readonly string[]> {
  const { window } = new JSDOM(html, { runScripts: 'outside-only' });
  window.eval(axe.source);
  // jsdom lays nothing out; contrast.test.ts computes the contrasts from the palette.
  const run = window.eval('(options) => axe.run(document, options)') as (
    options: object,
  ) => Promise<axe.AxeResults>;
  const { violations } = await run({ rules: { 'color-contrast': { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html).join(' ')}`);
}

// What is said to whoever ends a send or a worker, in lines that fit a terminal.

/** A server may take minutes to answer; breaking off then is what makes doubt. */
export const STOPPING = [
  'Stopping: waiting for the answers to what is on the wire.',
  'Ctrl-C again ends at once, and leaves those readers in doubt.',
];

export function brokenOffWords(slug: string): readonly string[] {
  return [
    'Ended at once. Whether what was on the wire arrived is not known, and nobody',
    `sends it again by themselves: \`broadside status ${slug} --in-doubt\` names those`,
    `readers. \`broadside send ${slug}\` goes on with the others.`,
  ];
}

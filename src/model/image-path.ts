// How the address of a picture in an issue names a file of `issues/images/`: the press looks for it so, and the proofreader too.

/**
 * The paths, relative to `issues/`, that an address may mean, the likelier first: as written without `./`, and with `%20`
 * for a blank.
 */
export function imagePathsOf(url: string): readonly string[] {
  const path = url.replace(/^\.\//u, '');
  return [path, decoded(path)];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

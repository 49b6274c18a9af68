// What an editor says that it can do goes in, the few answers that this server needs come out.
import { type ClientCapabilities, ResourceOperationKind } from 'vscode-languageserver/node';

export interface Abilities {
  /** Tells of files that change on the disk when it is asked to. */
  readonly tellsOfFiles: boolean;
  /** Shows the progress of long work. */
  readonly showsProgress: boolean;
  /** Takes edits that name the version of the text they are for. */
  readonly takesVersions: boolean;
  readonly createsFiles: boolean;
  /** Takes a text with places to fill in: as a completion, and as an edit. */
  readonly takesSnippets: boolean;
  readonly takesSnippetEdits: boolean;
  /** Takes an outline with parts inside parts. */
  readonly nestsSymbols: boolean;
}

export function readAbilities({ workspace, textDocument, window }: ClientCapabilities): Abilities {
  const edits = workspace?.workspaceEdit;
  return {
    tellsOfFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    showsProgress: window?.workDoneProgress === true,
    takesVersions: edits?.documentChanges === true,
    createsFiles: edits?.resourceOperations?.includes(ResourceOperationKind.Create) === true,
    takesSnippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    takesSnippetEdits: edits?.documentChanges === true && edits.snippetEditSupport === true,
    nestsSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
  };
}

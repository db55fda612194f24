/**
 * The bytes behind a presigned address. It is a bearer secret, so no error names it, nor does it travel as a cause.
 * @throws when the answer is not 200, or breaks off.
 */
export async function* download(address: string): AsyncIterable<Uint8Array> {
  let answer: Response;
  try {
    answer = await fetch(address);
  } catch (error) {
    throw new Error(`no answer (${codeOf(error)})`);
  }
  if (answer.status !== 200 || answer.body === null) {
    await answer.body?.cancel();
    throw new Error(`HTTP status ${answer.status}`);
  }
  try {
    for await (const chunk of answer.body) yield chunk;
  } catch (error) {
    throw new Error(`the answer broke off (${codeOf(error)})`);
  }
}

function codeOf(error: unknown): string {
  const { cause, name } = error as { readonly cause?: { readonly code?: string }; readonly name?: string };
  return cause?.code ?? name ?? "unknown";
}

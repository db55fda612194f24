/** A program the sandbox needs and this machine lacks. One line: what, and how to get it. Exit code 2. */
export class MissingTool extends Error {
  override readonly name = "MissingTool";
}

/** A text as Terraform's JSON has to hold it: what would begin a template there, a dollar or percent sign and a brace, is taken literally. */
export function templateText(text: string): string {
  return text.replaceAll(/([$%])\{/g, "$1$1{");
}

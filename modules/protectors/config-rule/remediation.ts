/** What puts right what a rule finds is a thing of its own, done by a role and an SSM document that no point has. */
export function remediationText(rule: string, document: string): string {
  return `config rule ${rule} has a remediation, SSM document ${document}: it is not in a point; put it again yourself`;
}

/** For screen and paper: one page a job, nothing that depends on colour, no font or picture from elsewhere. */
export const RECORD_STYLE = `
@page { size: A4; margin: 12mm 14mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 178mm; padding: 8mm 4mm; color: #1b1f24; background: #fff;
  font: 10pt/1.45 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 26pt; line-height: 1.15; margin: 0 0 4mm; }
h2 { font-size: 16pt; margin: 0 0 1mm; overflow-wrap: anywhere; }
h3 { font-size: 10.5pt; margin: 6mm 0 1.5mm; break-after: avoid; }
p { margin: 0 0 2mm; }
.title { min-height: 250mm; display: flex; flex-direction: column; }
.title .rest { margin-top: auto; }
.job, .all { break-before: page; padding-top: 4mm; }
.dates { font-size: 8.5pt; margin: 1.5mm 0 0; }
.note, .none { color: #57606a; font-size: 9pt; }
.hash { font: 8.5pt/1.4 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.figures { display: flex; flex-wrap: wrap; gap: 2mm; margin: 3mm 0; }
.figures div { flex: 1 0 auto; border: 0.3mm solid #d0d7de; border-radius: 1.5mm; padding: 2mm 3mm; }
.figures b { display: block; font-size: 14pt; line-height: 1.2; white-space: nowrap; }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; border-bottom: 0.4mm solid #8c959f; padding: 1mm 2mm 1mm 0; vertical-align: bottom; }
td { border-bottom: 0.2mm solid #d8dee4; padding: 1mm 2mm 1mm 0; vertical-align: top; overflow-wrap: anywhere; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
td.n, th.n { text-align: right; }
td.n { white-space: nowrap; }
td.t { white-space: nowrap; }
dl { display: grid; grid-template-columns: 34mm 1fr; gap: 1.2mm 4mm; margin: 4mm 0; }
dt { color: #57606a; } dd { margin: 0; overflow-wrap: anywhere; }
.ask { display: flex; flex-wrap: wrap; gap: 3mm; align-items: center; margin-bottom: 8mm; font-size: 9pt; }
.ask input, .ask button { font: inherit; padding: 1mm 2mm; min-height: 24px; }
@media print {
  .ask { display: none; }
  body { padding: 0; max-width: none; }
  .job, .all { padding-top: 0; }
  .job { font-size: 9pt; line-height: 1.3; }
  .job h3 { margin: 3.5mm 0 1mm; }
  .job .figures { margin: 2mm 0; }
  .job .figures div { padding: 1mm 2mm; }
  .job .figures b { font-size: 12pt; }
  .job table, .job .dates, .job .note, .job .none { font-size: 7.5pt; line-height: 1.25; }
  .job th, .job td { padding: 0.5mm 1.5mm 0.5mm 0; }
}
`;

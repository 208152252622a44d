"""The style sheet of the coverage page: light and dark by the reader's choice, and fit for paper."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1d2329; --quiet: #59626b; --paper: #ffffff; --panel: #f4f6f8; --line: #dde2e7;
  --holds: #2f6ba8; --contrary: #c04543; --rest: #c3cad1; --open: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaee; --quiet: #a3adb8; --paper: #14181c; --panel: #1d2329;
  --line: #323b44; --holds: #6ba4dd; --contrary: #ec7f7c; --rest: #4a5561; --open: #e0b050; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 2rem 1.25rem 3rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 2.1rem; line-height: 1.2; margin: 0; text-wrap: balance; overflow-wrap: anywhere; }
header p { color: var(--quiet); margin: .4rem 0 0; font-size: 1.05rem; }
h2 { font-size: 1.3rem; margin: 2.6rem 0 .6rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .8rem; margin: 1.8rem 0 0; }
.tile { background: var(--panel); border: 1px solid var(--line); border-left: .3rem solid var(--rest);
  border-radius: .4rem; padding: .7rem .9rem; }
.tile dd { margin: 0; font-size: 1.7rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.tile dt { color: var(--quiet); font-size: .9rem; }
.tile.good { border-left-color: var(--holds); } .tile.bad { border-left-color: var(--contrary); }
.tile.open { border-left-color: var(--open); }
.wide { overflow-x: auto; position: relative; }
.wide:focus-visible { outline: 2px solid var(--holds); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .94rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { border-bottom: 1px solid var(--line); padding: .42rem .6rem; vertical-align: top; text-align: left; }
thead th, thead td { border-bottom: 2px solid var(--line); font-size: .85rem; color: var(--quiet); font-weight: 600; }
tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 9rem; }
section:first-of-type td:not(.bar), section:first-of-type thead th:nth-child(n+3),
section:last-of-type td:not(.words), section:last-of-type thead th:nth-child(2),
section:last-of-type thead th:nth-child(3) { text-align: right; font-variant-numeric: tabular-nums; }
section:first-of-type tbody th, section:last-of-type tbody th { font-weight: 400; }
code { font: .9em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
small { color: var(--quiet); }
td.bar { width: 30%; min-width: 9rem; }
td.bar div { display: flex; height: 1rem; margin-top: .25rem; }
.holds { background: var(--holds); } .contrary { background: var(--contrary); } .rest { background: var(--rest); }
.legend { color: var(--quiet); font-size: .9rem; margin: 0 0 .6rem; }
.legend span { display: inline-block; width: .85rem; height: .85rem; vertical-align: -.08rem; margin-left: .9rem; }
.legend span:first-child { margin-left: 0; }
.state { display: inline-block; border: 1px solid currentColor; border-radius: .8rem; padding: 0 .55rem;
  font-size: .84rem; font-weight: 600; white-space: nowrap; }
.state.pass { color: var(--holds); } .state.conflict { color: var(--contrary); } .state.missing { color: var(--open); }
footer { margin-top: 3rem; color: var(--quiet); font-size: .88rem; border-top: 1px solid var(--line); }
@media print { body { padding: 0; max-width: none; font-size: 11pt; } tr { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""

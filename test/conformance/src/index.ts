/**
 * Conformance suites for HTTP/1.1 servers, gateways, proxies and toolkits: cases as data, a runner, reports.
 *
 * @module
 */
export { LEVELS } from './case.ts'
export type { CaseInfo, Level } from './case.ts'
export { VERDICTS } from './result.ts'
export type { Exchange, Judgement, Report, Result, Verdict } from './result.ts'
export { chooseCases } from './choose-cases.ts'
export { run } from './run.ts'
export type { RunOptions } from './run.ts'
export type { RunContext, Suite } from './suite.ts'
export { SUITE_NAMES, loadSuite } from './suites/index.ts'
export type { Adapter, CookieInput } from './suites/toolkit/adapter.ts'
export { TargetError } from './target.ts'
export type { Address, Target } from './target.ts'
export { openApp } from './target/app-target.ts'
export { openUrl } from './target/open-url.ts'
export { spawnTarget } from './target/spawn-target.ts'
export { applyBaseline, compareReports, parseBaseline } from './baseline.ts'
export type { Baseline, Change } from './baseline.ts'
export { isBad, scoreOf } from './score.ts'
export type { Counts, Score } from './score.ts'
export { htmlReport } from './report/html.ts'
export { junitReport } from './report/junit.ts'
export { markdownReport } from './report/markdown.ts'
export { tapReport } from './report/tap.ts'
export { formatFailure, formatSummary } from './report/text.ts'

/**
 * Properties run as often as FC_RUNS says (100 times if it says nothing). A failure prints its seed and path;
 * FC_SEED runs the same values again.
 */
import { configureGlobal } from 'fast-check'

const { FC_RUNS: runs = '100', FC_SEED: seed } = process.env

configureGlobal({ numRuns: Number(runs), ...(seed !== undefined && { seed: Number(seed) }) })

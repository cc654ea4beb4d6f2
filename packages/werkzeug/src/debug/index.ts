/**
 * The interactive debugger: a page for each error with its frames, their variables and a console in each, `werkzeug.debug`.
 *
 * @module
 */
export { capturedFrames, newRequest, startCapture, withCapture } from './frame-capture.ts'

export * from './engine.ts';
export type * from './connectionInfo.ts';
export { createEngine, type EngineOptions } from './engine/createEngine.ts';
export { createWorkerEngine, type WorkerEngineOptions } from './worker/createWorkerEngine.ts';

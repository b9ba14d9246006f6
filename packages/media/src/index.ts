export * from './engine.ts';
export { createEngine, type EngineOptions } from './engine/createEngine.ts';

export * from './kinds.ts';
export { defaultTextOf, setting, type Setting } from './setting.ts';

// Janode has no types; its test says what it uses of it.
declare module 'janode';
declare module 'janode/plugins/echotest';

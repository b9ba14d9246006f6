/**
 * `data-testid`s, for what has no natural role and name. Everything else is found by role and label.
 *
 * | id             | element                                                                                     |
 * | -------------- | ------------------------------------------------------------------------------------------- |
 * | `call-stage`   | root of the call surface; `data-stage` has the stage, `data-call` the id                      |
 * | `remote-video` | `<video>` with the other person's camera                                                      |
 * | `self-video`   | `<video>` with one's own camera                                                               |
 * | `screen-video` | `<video>` with a shared screen; `data-whose` is `mine` or `theirs`                            |
 * | `remote-audio` | `<audio>` that plays the other person; one for each call, `data-call` has the id              |
 * | `call-timer`   | the running time                                                                              |
 * | `server-chip`  | shown while the server cannot be reached                                                      |
 * | `link-state`   | banner or hint about the media connection; `data-link` has the state                          |
 * | `route`        | chip with `data-route` `direct`, `relayed` or `unknown`                                       |
 * | `gauge`        | floating ball with the speed of the call                                                       |
 * | `echo-video`, `echo-audio`, `echo-round-trip` | the device check through the server                              |
 * | `incoming`     | card of an incoming call; `data-call` has the id                                              |
 * | `message`      | one bubble; `data-message` has the id, `data-delivery` the state of one's own                 |
 * | `transfer`     | a file in a bubble; `data-state` has the state of the transfer                                |
 * | `room-person`  | a line of a room                                                                              |
 * | `connection`   | invisible; `data-state` has the state of the connection to the server                         |
 * | `library-item` | a card of the library; `data-item` has the id, `data-place` where it is, `data-upload` the state of its upload |
 * | `player`       | a player; `data-playing` is `true` while it plays                                              |
 * | `recording`    | a voice or video message in a bubble; `data-state` has its state                               |
 * | `lab-own`, `lab-theirs`, `lab-sound` | pictures and sound of the developers' page                               |
 * | `recording-sign` | who records; `data-who` is `me` or `them`                                                     |
 * | `lab-log`      | its list of messages                                                                          |
 */
export const testIds = {
  callStage: 'call-stage',
  remoteVideo: 'remote-video',
  selfVideo: 'self-video',
  screenVideo: 'screen-video',
  remoteAudio: 'remote-audio',
  callTimer: 'call-timer',
  serverChip: 'server-chip',
  linkState: 'link-state',
  route: 'route',
  echoVideo: 'echo-video',
  echoAudio: 'echo-audio',
  echoRoundTrip: 'echo-round-trip',
  gauge: 'gauge',
  recordingSign: 'recording-sign',
  incoming: 'incoming',
  message: 'message',
  transfer: 'transfer',
  roomPerson: 'room-person',
  connection: 'connection',
  libraryItem: 'library-item',
  player: 'player',
  recording: 'recording',
  labOwn: 'lab-own',
  labTheirs: 'lab-theirs',
  labSound: 'lab-sound',
  labLog: 'lab-log',
} as const;

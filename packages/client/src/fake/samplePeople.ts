import { PersonId, type Contact, type ContactState, type Person, type Presence } from '@cardea/protocol';

function person(id: string, name: string, kind: Person['kind'] = 'account'): Person {
  return { id: PersonId.parse(`person-${id}`), name, kind, avatarUrl: null };
}

export const me = person('me', 'Mira Lindqvist');
export const guest = person('guest', 'Jonas', 'guest');
export const ann = person('ann', 'Ann Okafor');
export const bo = person('bo', '陈博');
export const clara = person('clara', 'Clara Reyes');
export const dmitri = person('dmitri', 'Dmitri Volkov');
export const elena = person('elena', 'Elena García-Montenegro de la Vega');
export const farid = person('farid', 'Farid');
export const grace = person('grace', 'Grace Hopper');
export const hana = person('hana', '佐藤 花');

function contact(of: Person, state: ContactState, presence: Presence): Contact {
  return { person: of, state, presence };
}

export const contacts: readonly Contact[] = [
  contact(ann, 'accepted', 'online'),
  contact(bo, 'accepted', 'online'),
  contact(clara, 'accepted', 'in-call'),
  contact(dmitri, 'accepted', 'away'),
  contact(elena, 'accepted', 'offline'),
  contact(farid, 'asks', 'offline'),
  contact(grace, 'asked', 'offline'),
  contact(hana, 'blocked', 'offline'),
];

export const everybody: readonly Person[] = [me, guest, ann, bo, clara, dmitri, elena, farid, grace, hana];

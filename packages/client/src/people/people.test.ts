import { newId, PersonId, type Contact, type Person } from '@cardea/protocol';
import { expect, test } from 'vitest';
import { ScriptedSignalling } from '../signalling/scriptedSignalling.ts';
import { People } from './people.ts';

const ann: Person = { id: newId(PersonId), name: 'Ann', kind: 'guest', avatarUrl: null };
const bob: Person = { id: newId(PersonId), name: 'Bob', kind: 'guest', avatarUrl: null };

function contact(person: Person, state: Contact['state'] = 'accepted'): Contact {
  return { person, state, presence: 'offline' };
}

test('contacts are listed by name and follow what the server says', () => {
  const line = new ScriptedSignalling();
  const people = new People(line);
  line.tell('welcome', { me: ann, contacts: [contact(bob)], calls: [], conversations: [] });
  line.tell('contacts:changed', { contact: contact(ann, 'asks') });
  expect(people.store.getState().contacts.map(({ person }) => person.name)).toEqual(['Ann', 'Bob']);
  line.tell('presence:changed', { person: bob.id, presence: 'in-call' });
  expect(people.presenceOf(bob.id)).toBe('in-call');
  line.tell('contacts:removed', { person: bob.id });
  expect(people.presenceOf(bob.id)).toBe('offline');
  expect(people.personById(bob.id)?.name).toBe('Bob');
});

test('a changed name or picture replaces what was known', async () => {
  const renamed = { ...bob, name: 'Robert' };
  const line = new ScriptedSignalling({ 'people:search': () => ({ people: [renamed] }) });
  const people = new People(line);
  line.tell('chat:message', { person: bob });
  await people.search('rob');
  expect(people.personById(bob.id)?.name).toBe('Robert');
});

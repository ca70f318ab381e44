-- Two tenants, and a user who works for both. The owner is under the policies too, so it says for whom it inserts.
-- tag::tenants[]
alter table tenants no force row level security;
insert into tenants (id, slug, name) values
  ('aaaaaaaa-0000-4000-8000-000000000001', 'acme', 'Acme Ltd'),
  ('bbbbbbbb-0000-4000-8000-000000000002', 'globex', 'Globex Inc');
alter table tenants force row level security;

insert into membership values
  ('alice', 'aaaaaaaa-0000-4000-8000-000000000001'),
  ('bob', 'bbbbbbbb-0000-4000-8000-000000000002'),
  ('carol', 'aaaaaaaa-0000-4000-8000-000000000001'),
  ('carol', 'bbbbbbbb-0000-4000-8000-000000000002');
-- end::tenants[]

set local app.current_tenant = 'aaaaaaaa-0000-4000-8000-000000000001';
insert into project (name) values ('Apollo'), ('Artemis');
set local app.current_tenant = 'bbbbbbbb-0000-4000-8000-000000000002';
insert into project (name) values ('Borealis'), ('Boreas');

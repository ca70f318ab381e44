-- What quarkus.hibernate-orm.scripts.generation=create writes, without its checks of what is there already.
-- tag::table[]
create sequence project_seq increment by 50;
create table project (id bigint primary key, name varchar(255));

alter table project add column tenant_id uuid;
alter table project alter column tenant_id set default nullif(current_setting('app.current_tenant', true), '')::uuid;
alter table project alter column tenant_id set not null;
create index on project (tenant_id);
alter table project enable row level security;
alter table project force row level security;
create policy tenant_isolation on project
  using (tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid);
create policy tenant_system on project to app_system using (true) with check (true);
create policy tenant_floor on project as restrictive to app
  using (tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid);
grant select, insert, update, delete on project to app, app_system;
grant usage, select on sequence project_seq to app, app_system;
-- end::table[]

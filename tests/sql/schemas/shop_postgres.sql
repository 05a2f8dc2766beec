CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL UNIQUE, name text, cnt int DEFAULT 0, tags text[]);
CREATE TABLE public."Groups" (id int PRIMARY KEY, "userId" int REFERENCES users ON DELETE CASCADE);
CREATE TABLE orders (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, user_id bigint CONSTRAINT orders_user REFERENCES users (id) ON DELETE SET NULL, status text DEFAULT 'open', total int, updated_at timestamptz);
CREATE TABLE order_items (order_id uuid, n int, product text, PRIMARY KEY (order_id, n), FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE ON UPDATE CASCADE);
CREATE TABLE app.audit (id serial PRIMARY KEY, what text, who bigint);
CREATE VIEW active_users AS SELECT id, email, name FROM users WHERE cnt > 0;
CREATE MATERIALIZED VIEW totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;

CREATE FUNCTION touch_order() RETURNS trigger AS $$
BEGIN
  NEW.updated_at := now();
  IF NEW.status = 'done' THEN
    INSERT INTO app.audit(what, who) VALUES ('done', NEW.user_id);
  END IF;
  UPDATE users SET cnt = cnt + 1 WHERE id = NEW.user_id;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER orders_bu BEFORE UPDATE OF status ON orders FOR EACH ROW EXECUTE FUNCTION touch_order();

CREATE FUNCTION dynamic() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v int;
BEGIN
  SELECT cnt INTO v FROM users WHERE id = OLD."userId";
  EXECUTE 'DELETE FROM ' || TG_TABLE_NAME || ' WHERE id = ' || v;
  RETURN OLD;
END $$;
CREATE TRIGGER groups_ad AFTER DELETE ON "Groups" FOR EACH ROW EXECUTE PROCEDURE dynamic();

CREATE FUNCTION rename_user(uid bigint, new_name text) RETURNS void AS $$
  UPDATE users SET name = new_name WHERE id = uid;
$$ LANGUAGE sql;
CREATE FUNCTION by_position(bigint) RETURNS SETOF users AS 'SELECT * FROM users WHERE id = $1' LANGUAGE sql STABLE;
CREATE PROCEDURE purge(days int) LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN SELECT id FROM orders WHERE total < days LOOP
    DELETE FROM order_items WHERE order_id = r.id;
  END LOOP;
  PERFORM rename_user(1, 'x');
END $$;
CREATE FUNCTION in_c(int) RETURNS int AS 'lib', 'f' LANGUAGE c;

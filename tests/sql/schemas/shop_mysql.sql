CREATE TABLE `users` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `email` varchar(50) NOT NULL,
  `name` varchar(50) DEFAULT NULL,
  `cnt` int NOT NULL DEFAULT '0',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;
CREATE TABLE `orders` (
  `id` int NOT NULL AUTO_INCREMENT,
  `user_id` int unsigned,
  `status` varchar(10) NOT NULL DEFAULT 'open',
  PRIMARY KEY (`id`),
  KEY `u` (`user_id`),
  CONSTRAINT `orders_ibfk_1` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB;
CREATE TABLE `settings` (`name` varchar(20) PRIMARY KEY, `value` text);
CREATE TABLE `pairs` (`id` int AUTO_INCREMENT PRIMARY KEY, `code` varchar(9) UNIQUE, `n` int);
CREATE TABLE `log` (`msg` text, `order_id` int);
DELIMITER //
CREATE TRIGGER orders_ad AFTER DELETE ON orders FOR EACH ROW
BEGIN
  IF OLD.status = 'open' THEN
    INSERT INTO log(msg, order_id) VALUES ('gone', OLD.id);
  END IF;
END//
CREATE DEFINER=`root`@`localhost` TRIGGER users_bi BEFORE INSERT ON users FOR EACH ROW SET NEW.name = LOWER(NEW.name), NEW.cnt = 0//
CREATE PROCEDURE close_order(IN p_id INT, OUT p_n INT)
BEGIN
  DECLARE v_user INT DEFAULT 0;
  SELECT user_id INTO v_user FROM orders WHERE id = p_id;
  UPDATE orders SET status = 'done' WHERE id = p_id;
  WHILE v_user > 0 DO
    UPDATE users SET cnt = cnt + 1 WHERE id = v_user;
    SET v_user = v_user - 1;
  END WHILE;
END//
DELIMITER ;

// Pushes what a queue holds to rooms of Socket.IO: one room for each shop.
import { createServer } from "node:http";
import amqp from "amqplib";
import { Server } from "socket.io";

const { BROKER_URL, NAME, PORT } = process.env;
const PREFETCH = 200;

const http = createServer();
const io = new Server(http);
// Saves memory, as the documentation recommends.
io.engine.on("connection", (socket) => {
  socket.request = null;
});
io.on("connection", (socket) => {
  socket.on("join", (channel, acknowledge) => {
    socket.join(channel);
    acknowledge();
  });
});

const connection = await amqp.connect(BROKER_URL);
const channel = await connection.createChannel();
await channel.assertExchange(NAME, "topic", { durable: true });
await channel.assertQueue(NAME, { durable: true, arguments: { "x-queue-type": "quorum" } });
await channel.bindQueue(NAME, NAME, "shop.*");
await channel.prefetch(PREFETCH);
await channel.consume(NAME, (message) => {
  const order = JSON.parse(message.content.toString());
  io.to(`shop:${order.shop_id}`).emit("order.placed", order);
  channel.ack(message);
});
http.listen(Number(PORT), "127.0.0.1");

export default {
  open() {
    process.exit(4);
  },
};

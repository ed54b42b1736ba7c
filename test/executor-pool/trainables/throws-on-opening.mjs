export default {
  open() {
    throw new Error('no such data set');
  },
};

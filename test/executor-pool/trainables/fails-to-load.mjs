throw new Error('a missing licence file');

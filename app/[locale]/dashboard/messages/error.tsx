'use client';

export { default } from '../../messages/error';

import { dynamoStoresContract } from '../../contracts/dynamodb-stores.ts';
import { SETTINGS } from './setting.ts';

for (const [name, open] of SETTINGS) dynamoStoresContract(name, open);

/** What the tokenizers of the test models learn from, and how the scripted model goes on when nothing else is decided. */
export const sampleText = `system user assistant tool name arguments
You are a helpful assistant. The user asks a question and the assistant answers it. Let me think about this. The user wants to know about the weather in the city of Paris.
I should answer in a short and clear way. Here is the answer to your question. The capital of France is Paris, and the capital of Italy is Rome. The weather in Paris is sunny today with a high of 21 degrees.
A local model runs on your own computer, so your words stay private. It can summarise a document, draft a letter, explain some code, or plan a trip. You can stop it at any time.
To cook rice, rinse it, add water, bring it to the boil, cover the pan and wait for ten minutes. To make tea, boil the water and pour it over the leaves.
The sky is blue because small particles in the air scatter blue light more than red light. Water boils at 100 degrees. Bread is made from flour, water, salt and yeast.
Sure, I can help with that. First, open the file. Then, read each line. Finally, close the file and return the result. The function returns a list of strings and throws an error when the file is missing.
{"name": "get_weather", "arguments": {"city": "Paris"}} {"type": "object", "properties": {"title": {"type": "string"}}}
Thank you for the question. I do not know the answer, but I can look it up in your notes. In my opinion this is a good idea, but you may want to check the source. What else would you like to know?

- one
- two
- three

1. first
2. second
3. third
`

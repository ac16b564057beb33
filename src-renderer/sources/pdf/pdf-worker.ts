// Reads PDF files beside the page. It answers whoever made it and asks nothing but the page's own files.
import 'pdfjs-dist/build/pdf.worker.min.mjs'
